// The first start: the printed link makes the first account.
import { answer, api, t } from "@sojourn/shared";
import { useState } from "react";
import { useLocation } from "react-router";
import { Field } from "../parts/Field";
import { SendForm } from "../parts/SendForm";
import { Entrance } from "./Entrance";
import { LinkDone, LinkNotWhole, NameField, PasswordField } from "./credentials";

export function SetUpPage() {
  const { hash } = useLocation();
  const link = hash.slice(1);
  const [name, setName] = useState("");
  const [person, setPerson] = useState("");
  const [password, setPassword] = useState("");
  const [officer, setOfficer] = useState(true);
  const [made, setMade] = useState<string>();
  const send = async (): Promise<void> => {
    const done = await answer(api.POST("/api/setup", { body: { link, name, person, password, officer } }));
    // The link was used: out of the history.
    history.replaceState(null, "", "/setup");
    setMade(done.name);
  };
  if (made !== undefined) {
    return <LinkDone title={t("ways.account_made")} name={made} />;
  }
  return (
    <Entrance title={t("ways.set_up")}>
      <p>{t("ways.set_up_text")}</p>
      {link === "" && <LinkNotWhole />}
      <SendForm send={send} action={t("ways.make_account")} disabled={link === ""}>
        {(problem) => (
          <>
            <NameField value={name} onChange={setName} problem={problem} help={t("ways.name_help")} />
            <Field
              label={t("ways.person")}
              name="person"
              value={person}
              onChange={setPerson}
              fault={problem?.faultOf("person")}
              autoComplete="name"
              required
            />
            <PasswordField value={password} onChange={setPassword} problem={problem} fresh />
            <p>
              <label>
                <input type="checkbox" checked={officer} onChange={(event) => setOfficer(event.target.checked)} /> {t("ways.officer_too")}
              </label>
            </p>
          </>
        )}
      </SendForm>
    </Entrance>
  );
}
