// An administrator's one-time link: a new password, after which the second factor is set up anew.
import { answer, api, t } from "@sojourn/shared";
import { useState } from "react";
import { useLocation } from "react-router";
import { SendForm } from "../parts/SendForm";
import { Entrance } from "./Entrance";
import { LinkDone, LinkForm, PasswordField } from "./credentials";

export default function LinkPage() {
  const { hash } = useLocation();
  const link = hash.slice(1);
  const [password, setPassword] = useState("");
  const [made, setMade] = useState<string>();
  const send = async (): Promise<void> => {
    const done = await answer(api.POST("/api/link", { body: { link, password } }));
    history.replaceState(null, "", "/link");
    setMade(done.name);
  };
  if (made !== undefined) {
    return <LinkDone title={t("entry.password_kept")} name={made} />;
  }
  return (
    <Entrance title={t("ways.set_password")}>
      <LinkForm link={link}>
        <p>{t("entry.set_password_text")}</p>
        <SendForm send={send} action={t("entry.keep_password")}>
          {(problem) => (
            <>
              {/* For the browser's store of passwords: whose it is, is not known here. */}
              <input name="username" autoComplete="username" hidden readOnly value="" />
              <PasswordField value={password} onChange={setPassword} problem={problem} fresh />
            </>
          )}
        </SendForm>
      </LinkForm>
    </Entrance>
  );
}
