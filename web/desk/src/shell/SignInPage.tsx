// Signing in: name and password, then, of those who have one, the code of the second factor. Shown
// in place of any page whose session has ended.
import { Problem, answer, api, t, useToken } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "react-router";
import { SendForm } from "../parts/SendForm";
import { Entrance } from "./Entrance";
import { CodeField, NameField, PasswordField } from "./credentials";
import { draftsKept } from "./drafts";
import { forgetOthers } from "./session";

export function SignInPage() {
  const client = useQueryClient();
  const { pathname, state } = useLocation();
  // Whoever has just made it need not type it again.
  const [name, setName] = useState((state as { name?: string } | null)?.name ?? "");
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
      {pathname !== "/" && pathname !== "/sign-in" && (
        <p>
          {t("ways.come_back")} {draftsKept() > 0 && t("ways.kept")}
        </p>
      )}
      <SendForm send={send} action={needsCode ? t("ways.confirm_code") : t("ways.sign_in")}>
        {(problem) => (
          <>
            <NameField value={name} onChange={setName} problem={problem} />
            <PasswordField value={password} onChange={setPassword} problem={problem} />
            {needsCode && (
              <CodeField value={code} onChange={setCode} problem={problem} label={t("ways.code")} help={t("ways.code_help")} />
            )}
          </>
        )}
      </SendForm>
      <p className="quiet">{t("ways.lost")}</p>
    </Entrance>
  );
}
