// What the pages before the sign-in share: the fields by which somebody is known, and the two states
// of a page that a one-time link opens.
import { Problem, answer, api, t } from "@sojourn/shared";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { ErrorNote } from "../parts/ErrorNote";
import { Field } from "../parts/Field";
import { Entrance } from "./Entrance";

interface Shown {
  value: string;
  onChange: (value: string) => void;
  problem: Problem | undefined;
}

export function NameField({ value, onChange, problem, help }: Shown & { help?: string }) {
  return (
    <Field
      label={t("ways.name")}
      help={help}
      name="name"
      value={value}
      onChange={onChange}
      fault={problem?.faultOf("name")}
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      required
    />
  );
}

/** `fresh`: one that is chosen now; the browser may offer one, and a help says what will do. */
export function PasswordField({ value, onChange, problem, fresh = false }: Shown & { fresh?: boolean }) {
  return (
    <Field
      label={t("ways.password")}
      help={fresh ? t("ways.password_help") : undefined}
      name="password"
      type="password"
      value={value}
      onChange={onChange}
      fault={problem?.faultOf("password")}
      autoComplete={fresh ? "new-password" : "current-password"}
      required
    />
  );
}

/** `digits`: nothing but the app's six; a recovery code has letters. */
export function CodeField({ value, onChange, problem, label, help, digits = false }: Shown & { label: string; help?: string; digits?: boolean }) {
  return (
    <Field
      label={label}
      help={help}
      name="code"
      value={value}
      onChange={onChange}
      fault={problem?.faultOf("code")}
      inputMode={digits ? "numeric" : undefined}
      autoComplete="one-time-code"
      autoFocus
      required
    />
  );
}

/** The link did what it was for: the name to sign in with. */
export function LinkDone({ title, name }: { title: string; name: string }) {
  return (
    <Entrance title={title}>
      <p role="status">
        {t("ways.your_name")} <strong>{name}</strong>
      </p>
      <p>
        <Link to="/" state={{ name }}>{t("ways.sign_in")}</Link>
      </p>
    </Entrance>
  );
}

/** The form that a link opens; where it opens nothing, why, and what to do, before anything is typed. */
export function LinkForm({ link, children }: { link: string; children: ReactNode }) {
  const shown = useQuery({
    queryKey: ["/api/link/show", link],
    queryFn: async () => answer(api.POST("/api/link/show", { body: { link } })),
    enabled: link !== "",
    staleTime: Infinity,
  });
  if (link === "") {
    return (
      <p className="problem" role="alert">
        {t("ways.link_not_whole")}
      </p>
    );
  }
  if (!(shown.error instanceof Problem && shown.error.status === 404)) {
    return children;
  }
  return (
    <>
      <ErrorNote problem={shown.error} />
      <p>
        <Link to="/">{t("ways.sign_in")}</Link>
      </p>
    </>
  );
}
