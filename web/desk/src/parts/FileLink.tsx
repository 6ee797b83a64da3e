// A link to a file of the server, which comes in the language of the desk: left to itself a browser would ask for its own.
import { Problem, noAnswer, signedOut, tag } from "@sojourn/shared";
import { Button } from "antd";
import { type MouseEvent, type ReactNode, useState } from "react";
import { ErrorNote } from "./ErrorNote";
import { saveFile } from "./file";

/** As the server calls it: filename*=UTF-8''%E8%A1%A8.xlsx, or filename="table.xlsx". */
export function nameOf(disposition: string): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  return encoded === undefined ? /filename="([^"]+)"/i.exec(disposition)?.[1] : decodeURIComponent(encoded);
}

async function keep(address: string, name: string | undefined): Promise<void> {
  const response = await fetch(address, { headers: { "Accept-Language": tag() } }).catch(() => undefined);
  if (response === undefined) {
    throw noAnswer(0);
  }
  if (response.status === 401) {
    signedOut();
  }
  if (!response.ok) {
    throw await response.json().then(
      (body) => new Problem(body as ConstructorParameters<typeof Problem>[0]),
      () => noAnswer(response.status),
    );
  }
  saveFile(await response.blob(), name ?? nameOf(response.headers.get("Content-Disposition") ?? "") ?? "");
}

/** `name`: what the file is called, where the server calls it otherwise. `look`: as a button, of the page's main action or not. */
export function FileLink({
  address,
  name,
  look,
  label,
  children,
}: {
  address: string;
  name?: string;
  look?: "main" | "button" | "small";
  /** Where `children` alone do not tell it from others on the page. */
  label?: string;
  children: ReactNode;
}) {
  const [trouble, setTrouble] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const take = async (): Promise<void> => {
    setTrouble(undefined);
    setBusy(true);
    await keep(address, name).catch(setTrouble);
    setBusy(false);
  };
  const press = (event: MouseEvent): void => {
    event.preventDefault();
    if (!busy) {
      void take();
    }
  };
  return (
    <>
      {look === undefined ? (
        <a href={address} download aria-label={label} aria-busy={busy} onClick={press}>
          {children}
        </a>
      ) : (
        <Button
          href={address}
          download
          type={look === "main" ? "primary" : "default"}
          size={look === "small" ? "small" : "middle"}
          aria-label={label}
          aria-busy={busy}
          onClick={press}
        >
          {children}
        </Button>
      )}
      {trouble !== undefined && <ErrorNote problem={trouble} />}
    </>
  );
}
