// The programme's name and dates, and the figures of a kind of programme to begin the rules with.
import { t } from "@sojourn/shared";
import { Button } from "antd";
import { useId, useState } from "react";
import { Field } from "../../parts/Field";
import { Loaded, useList } from "../../parts/reading";
import { fromPreset, programmeOf, withProgramme } from "./programme";

export function Programme({ text, set }: { text: string; set: (text: string) => void }) {
  return (
    <>
      <h2>{t("rules.programme")}</h2>
      <Field label={t("rules.programme_name")} name="programme" value={programmeOf(text, "name")} onChange={(value) => set(withProgramme(text, "name", value))} />
      <Field label={t("rules.starts_on")} name="starts_on" type="date" value={programmeOf(text, "starts_on")} onChange={(value) => set(withProgramme(text, "starts_on", value))} />
      <Field label={t("rules.ends_on")} name="ends_on" type="date" value={programmeOf(text, "ends_on")} onChange={(value) => set(withProgramme(text, "ends_on", value))} />
      <Field label={t("rules.office")} name="office" help={t("rules.office_help")} value={programmeOf(text, "office")} onChange={(value) => set(withProgramme(text, "office", value))} />
      <Field label={t("rules.office_zh")} name="office_zh" value={programmeOf(text, "office_zh")} onChange={(value) => set(withProgramme(text, "office_zh", value))} />
    </>
  );
}

export function Presets({ text, set, open }: { text: string; set: (text: string) => void; open: boolean }) {
  const presets = useList("/api/rules-presets");
  const [chosen, setChosen] = useState("");
  const id = useId();
  return (
    <details open={open}>
      <summary>{t("rules.presets")}</summary>
      <p className="quiet">{t("rules.presets_effect")}</p>
      <Loaded of={presets}>
        {(all) => {
          const preset = all.find((each) => each.preset === chosen) ?? all[0];
          return (
            preset !== undefined && (
              <>
                <p>
                  <label htmlFor={id}>{t("rules.preset")}</label>{" "}
                  <select id={id} value={preset.preset} onChange={(event) => setChosen(event.target.value)}>
                    {all.map((each) => (
                      <option key={each.preset} value={each.preset}>
                        {t(`shell.preset.${each.preset}`)}
                      </option>
                    ))}
                  </select>{" "}
                  <Button onClick={() => set(fromPreset(text, preset.preset, preset.text))}>{t("rules.take_preset")}</Button>
                </p>
                <pre dir="ltr" tabIndex={0} aria-label={t(`shell.preset.${preset.preset}`)}>
                  <code>{preset.text}</code>
                </pre>
              </>
            )
          );
        }}
      </Loaded>
    </details>
  );
}
