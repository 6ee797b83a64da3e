// The own account: its roles, where its owner is told by e-mail, and the password.
import { type Answer, type Key, answer, api, language, languages, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { Fact, Facts } from "../../parts/Facts";
import { Field, Labelled } from "../../parts/Field";
import { PageHead } from "../../parts/PageHead";
import { RecoveryCodes } from "../../parts/RecoveryCodes";
import { SendForm } from "../../parts/SendForm";
import { Loaded, useRead } from "../../parts/reading";
import { accountKey, useAccount } from "../../shell/session";

type Own = Answer<"/api/account/mail">;
type InMails = NonNullable<Own["language"]>;
/** Those that the server writes: not the one of tests. */
const inMails = (code: string): InMails => (code === "zh" ? "zh" : "en");

export default function OwnPage() {
  const { name, person, grants } = useAccount();
  const mail = useRead("/api/account/mail");
  return (
    <>
      <PageHead title={t("settings.own")} />
      <Facts>
        <Fact label={t("settings.own_person")}>
          <bdi>{person}</bdi>
        </Fact>
        <Fact label={t("settings.own_name")}>
          <bdi>{name}</bdi>
        </Fact>
        <Fact label={t("settings.own_roles")} none={t("settings.own_no_role")}>
          {grants.length > 0 && grants.map((grant) => t(`shell.role.${grant.role}`)).join(t("shell.comma"))}
        </Fact>
      </Facts>
      <h2>{t("settings.own_mail")}</h2>
      <Loaded of={mail}>{(own) => (own.sends_mail || own.address !== undefined ? <Mail own={own} /> : <p>{t("settings.own_mail_off")}</p>)}</Loaded>
      <h2>{t("settings.own_password")}</h2>
      <Password />
      <h2>{t("codes.factor")}</h2>
      <Factor />
    </>
  );
}

/** How many recovery codes are left, and new ones for whoever knows the password. */
function Factor() {
  const { name, second_factor, recovery_codes } = useAccount();
  const client = useQueryClient();
  const [password, setPassword] = useState("");
  const [codes, setCodes] = useState<string[]>();
  if (!second_factor) {
    return (
      <p>
        {t("codes.without")} <Link to="/second-factor">{t("codes.set_up")}</Link>
      </p>
    );
  }
  if (codes !== undefined) {
    return <RecoveryCodes codes={codes} kept={() => setCodes(undefined)} />;
  }
  return (
    <>
      <p>{recovery_codes > 0 ? t("codes.left", { count: recovery_codes }) : t("codes.none")}</p>
      <SendForm
        action={t("codes.make")}
        send={async () => {
          const made = await answer(api.POST("/api/account/second-factor/codes", { body: { password } }));
          setPassword("");
          setCodes(made.codes);
          await client.invalidateQueries({ queryKey: accountKey });
        }}
      >
        {(problem) => (
          <>
            <p className="quiet">{t("codes.make_how")}</p>
            <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
            <Field label={t("settings.own_password")} name="password" type="password" autoComplete="current-password" value={password} fault={problem?.faultOf("password")} onChange={setPassword} required />
          </>
        )}
      </SendForm>
    </>
  );
}

function Mail({ own }: { own: Own }) {
  const client = useQueryClient();
  const [address, setAddress] = useState(own.address ?? "");
  const [inLanguage, setInLanguage] = useState<InMails>(own.language ?? inMails(language()));
  // The key, so that it is said in whatever language the page is by then.
  const [said, setSaid] = useState<Key>();
  const put = async (sent: Promise<Own>, words: Key): Promise<void> => {
    const now = await sent;
    setSaid(words);
    setAddress(now.address ?? "");
    await client.invalidateQueries({ queryKey: ["/api/account/mail"] });
  };
  return (
    <>
      <p className="quiet">{t("settings.own_mail_how")}</p>
      {own.sends_mail && (
        <SendForm
          action={t("settings.own_mail_set")}
          send={() => put(answer(api.POST("/api/account/mail", { body: { address, language: inLanguage } })), "settings.own_mail_done")}
        >
          {(problem) => (
            <>
              <Field label={t("settings.own_address")} name="address" type="email" autoComplete="email" value={address} fault={problem?.faultOf("address")} onChange={setAddress} />
              <Labelled label={t("settings.own_language")}>
                {(ids) => (
                  <select {...ids} value={inLanguage} onChange={(event) => setInLanguage(inMails(event.target.value))}>
                    {languages.map((each) => (
                      <option key={each.code} value={each.code} lang={each.code}>
                        {each.name}
                      </option>
                    ))}
                  </select>
                )}
              </Labelled>
            </>
          )}
        </SendForm>
      )}
      {own.address !== undefined && (
        <p>
          <Button onClick={() => void put(answer(api.DELETE("/api/account/mail")), "settings.own_mail_ended")}>{t("settings.own_mail_clear")}</Button>
        </p>
      )}
      <p role="status">{said !== undefined && t(said)}</p>
    </>
  );
}

function Password() {
  const { name } = useAccount();
  const [before, setBefore] = useState("");
  const [password, setPassword] = useState("");
  // The key, so that it is said in whatever language the page is by then.
  const [said, setSaid] = useState<Key>();
  return (
    <SendForm
      action={t("settings.own_password_set")}
      send={async () => {
        await answer(api.POST("/api/account/password", { body: { old_password: before, password } }));
        setBefore("");
        setPassword("");
        setSaid("settings.own_password_done");
      }}
    >
      {(problem) => (
        <>
          {/* For the browser's own store of passwords. */}
          <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
          <Field label={t("settings.own_old_password")} name="old_password" type="password" autoComplete="current-password" value={before} fault={problem?.faultOf("old_password")} onChange={setBefore} required />
          <Field label={t("settings.own_new_password")} help={t("ways.password_help")} name="password" type="password" autoComplete="new-password" value={password} fault={problem?.faultOf("password")} onChange={setPassword} required />
          <p role="status">{said !== undefined && t(said)}</p>
        </>
      )}
    </SendForm>
  );
}
