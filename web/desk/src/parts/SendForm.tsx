// A form that is sent to the server: one button, busy while it is on its way, and what was wrong.
// Where the server asks to wait, the button counts the seconds down.
import { Problem } from "@sojourn/shared";
import { Button } from "antd";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { ErrorNote } from "./ErrorNote";

export function SendForm({
  send,
  action,
  disabled = false,
  children,
}: {
  /** Throws the Problem that is shown. */
  send: () => Promise<void>;
  /** What the button says: a verb and an object. */
  action: string;
  disabled?: boolean;
  children: (problem: Problem | undefined) => ReactNode;
}) {
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [wait, setWait] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const known = problem instanceof Problem ? problem : undefined;

  useEffect(() => {
    if (wait <= 0) {
      return;
    }
    const second = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(second);
  }, [wait]);
  useEffect(() => {
    // To the first field that is wrong.
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [problem]);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || disabled || wait > 0) {
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      await send();
    } catch (error) {
      setProblem(error);
      setWait(error instanceof Problem ? (error.wait ?? 0) : 0);
    } finally {
      setBusy(false);
    }
  };
  const shown = known?.faults
    .map((fault) => fault.pointer.slice(1))
    .filter((name) => form.current?.elements.namedItem(name) !== null);
  return (
    <form ref={form} className="send" onSubmit={(event) => void submit(event)}>
      {children(known)}
      {problem !== undefined && <ErrorNote problem={problem} shown={shown} />}
      <Button type="primary" htmlType="submit" loading={busy} disabled={disabled || wait > 0}>
        {wait > 0 ? `${action} (${wait})` : action}
      </Button>
    </form>
  );
}
