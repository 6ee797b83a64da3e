// The first start: the printed link makes the first account.
import { answer, api, t } from "@sojourn/shared";
import { useState } from "react";
import { Link, useLocation } from "react-router";
import { Field } from "../parts/Field";
import { SendForm } from "../parts/SendForm";
import { Entrance } from "./Entrance";

export function SetUpPage() {
  const { hash } = useLocation();
  const link = hash.slice(1);
  const [name, setName] = useState("");
  const [person, setPerson] = useState("");
  const [password, setPassword] = useState("");
  const [made, setMade] = useState<string>();
  const send = async (): Promise<void> => {
    const done = await answer(api.POST("/api/setup", { body: { link, name, person, password } }));
    // The link was used: out of the history.
    history.replaceState(null, "", "/setup");
    setMade(done.name);
  };
  if (made !== undefined) {
    return (
      <Entrance title={t("ways.account_made")}>
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
    <Entrance title={t("ways.set_up")}>
      <p>{t("ways.set_up_text")}</p>
      {link === "" && (
        <p className="problem" role="alert">
          {t("ways.link_not_whole")}
        </p>
      )}
      <SendForm send={send} action={t("ways.make_account")} disabled={link === ""}>
        {(problem) => (
          <>
            <Field
              label={t("ways.name")}
              help={t("ways.name_help")}
              name="name"
              value={name}
              onChange={setName}
              fault={problem?.faultOf("name")}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
            />
            <Field
              label={t("ways.person")}
              name="person"
              value={person}
              onChange={setPerson}
              fault={problem?.faultOf("person")}
              autoComplete="name"
              required
            />
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
