// What can be done with a record: a button, and a dialog that the address names (?do=rename), so that
// it is there again after a new sign-in, and going back closes it.
//
//   <ActionButton name="rename">{t("record.rename")}</ActionButton>
//   <Action name="rename" title={t("site.rename")}>{(close) => <SendForm ...>}</Action>
import { t } from "@sojourn/shared";
import { Button } from "antd";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { useSearchParams } from "react-router";
import "./record.css";

function useAction(): [string | null, (name: string | undefined) => void] {
  const [parameters, setParameters] = useSearchParams();
  return [
    parameters.get("do"),
    (name) =>
      setParameters(
        (before) => {
          if (name === undefined) {
            before.delete("do");
          } else {
            before.set("do", name);
          }
          return before;
        },
        { replace: name === undefined },
      ),
  ];
}

export function ActionButton({ name, main = false, children }: { name: string; main?: boolean; children: ReactNode }) {
  const [, open] = useAction();
  return (
    <Button type={main ? "primary" : "default"} onClick={() => open(name)}>
      {children}
    </Button>
  );
}

export function Action({ name, title, children }: { name: string; title: string; children: (close: () => void) => ReactNode }) {
  const [now, open] = useAction();
  return now === name ? (
    <Dialog title={title} close={() => open(undefined)}>
      {children(() => open(undefined))}
    </Dialog>
  ) : null;
}

/** A dialog over the page: it has the focus until it is closed, and gives it back. */
export function Dialog({ title, close, children }: { title: ReactNode; close: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement) {
        before.focus();
      }
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <Button className="away" size="small" onClick={close}>
        {t("record.away")}
      </Button>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}
