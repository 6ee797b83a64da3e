// Signing in: name and password, then, of those who have one, the code of the second factor. Shown
// in place of any page whose session has ended.
import { Problem, answer, api, t, useToken } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "react-router";
import { Field } from "../parts/Field";
import { SendForm } from "../parts/SendForm";
import { Entrance } from "./Entrance";
import { forgetOthers } from "./session";

export function SignInPage() {
  const client = useQueryClient();
  const { pathname } = useLocation();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [needsCode, setNeedsCode] = useState(false);
  const send = async (): Promise<void> => {
    try {
      const started = await answer(
        api.POST("/api/session", { body: { name, password, ...(needsCode ? { code: code.replaceAll(" ", "") } : {}) } }),
      );
      useToken(started.csrf);
    } catch (error) {
      if (error instanceof Problem && error.code === "code_needed") {
        setNeedsCode(true);
        return;
      }
      setCode("");
      throw error;
    }
    // What the one before saw is not for this one.
    forgetOthers(client);
    await client.invalidateQueries();
  };
  return (
    <Entrance title={t("ways.sign_in")}>
      {pathname !== "/" && pathname !== "/sign-in" && <p>{t("ways.come_back")}</p>}
      <SendForm send={send} action={needsCode ? t("ways.confirm_code") : t("ways.sign_in")}>
        {(problem) => (
          <>
            <Field
              label={t("ways.name")}
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
              label={t("ways.password")}
              name="password"
              type="password"
              value={password}
              onChange={setPassword}
              fault={problem?.faultOf("password")}
              autoComplete="current-password"
              required
            />
            {needsCode && (
              <Field
                label={t("ways.code")}
                help={t("ways.code_help")}
                name="code"
                value={code}
                onChange={setCode}
                fault={problem?.faultOf("code")}
                inputMode="numeric"
                autoComplete="one-time-code"
                autoFocus
                required
              />
            )}
          </>
        )}
      </SendForm>
      <p className="quiet">{t("ways.lost")}</p>
    </Entrance>
  );
}
