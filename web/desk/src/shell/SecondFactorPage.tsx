// Office roles see other people's records, so they set up a second factor before anything else.
import { type Answer, answer, api, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { SendForm } from "../parts/SendForm";
import { Entrance } from "./Entrance";
import { CodeField } from "./credentials";
import { accountKey } from "./session";

export function SecondFactorPage({ person }: { person: string }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [begun, setBegun] = useState<{ secret: string; address: string }>();
  const [code, setCode] = useState("");
  const begin = async (): Promise<void> => setBegun(await answer(api.POST("/api/account/second-factor")));
  const confirm = async (): Promise<void> => {
    await answer(api.POST("/api/account/second-factor/confirm", { body: { code: code.replaceAll(" ", "") } }));
    client.setQueryData<Answer<"/api/account">>(
      accountKey,
      (account) => account && { ...account, second_factor: true, second_factor_needed: false },
    );
    await navigate("/", { replace: true });
    await client.invalidateQueries();
  };
  return (
    <Entrance title={t("ways.second_factor")}>
      <p className="quiet">{t("shell.account", { name: person })}</p>
      {begun === undefined ? (
        <>
          <p>{t("ways.second_factor_text")}</p>
          <SendForm send={begin} action={t("ways.begin")}>
            {() => null}
          </SendForm>
        </>
      ) : (
        <>
          <p>{t("ways.give_key")}</p>
          <p>
            <code className="key">{begun.secret.match(/.{1,4}/g)?.join(" ")}</code>
          </p>
          <p>
            {t("ways.type_key")} <a href={begun.address}>{t("ways.open_app")}</a>
          </p>
          <SendForm send={confirm} action={t("ways.confirm_code")}>
            {(problem) => (
              <CodeField value={code} onChange={setCode} problem={problem} label={t("ways.six_digits")} />
            )}
          </SendForm>
        </>
      )}
    </Entrance>
  );
}
