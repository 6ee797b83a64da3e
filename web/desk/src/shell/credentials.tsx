// What the pages before the sign-in share: the fields by which somebody is known, and the two states
// of a page that a one-time link opens.
import { type Problem, t } from "@sojourn/shared";
import { Link } from "react-router";
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

export function CodeField({ value, onChange, problem, label, help }: Shown & { label: string; help?: string }) {
  return (
    <Field
      label={label}
      help={help}
      name="code"
      value={value}
      onChange={onChange}
      fault={problem?.faultOf("code")}
      inputMode="numeric"
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

export function LinkNotWhole() {
  return (
    <p className="problem" role="alert">
      {t("ways.link_not_whole")}
    </p>
  );
}
