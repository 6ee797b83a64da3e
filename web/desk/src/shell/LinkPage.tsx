// An administrator's one-time link: a new password, after which the second factor is set up anew.
import { answer, api, t } from "@sojourn/shared";
import { useState } from "react";
import { Link, useLocation } from "react-router";
import { Field } from "../parts/Field";
import { SendForm } from "../parts/SendForm";
import { Entrance } from "./Entrance";

export function LinkPage() {
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
    return (
      <Entrance title={t("ways.password_kept")}>
        <p role="status">
          {t("ways.your_name")} <strong>{made}</strong>
        </p>
        <p>
          <Link to="/">{t("ways.sign_in")}</Link>
        </p>
      </Entrance>
    );
  }
  return (
    <Entrance title={t("ways.set_password")}>
      <p>{t("ways.set_password_text")}</p>
      {link === "" && (
        <p className="problem" role="alert">
          {t("ways.link_not_whole")}
        </p>
      )}
      <SendForm send={send} action={t("ways.keep_password")} disabled={link === ""}>
        {(problem) => (
          <>
            {/* For the browser's store of passwords: whose it is, is not known here. */}
            <input name="username" autoComplete="username" hidden readOnly value="" />
            <Field
              label={t("ways.password")}
              help={t("ways.password_help")}
              name="password"
              type="password"
              value={password}
              onChange={setPassword}
              fault={problem?.faultOf("password")}
              autoComplete="new-password"
              required
            />
          </>
        )}
      </SendForm>
    </Entrance>
  );
}
