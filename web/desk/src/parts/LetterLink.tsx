// A letter as PDF: in the language of the desk, and beside it in the other, for whoever reads that.
import { tag } from "@sojourn/shared";
import { FileLink } from "./FileLink";

export function LetterLink({ address, title, small }: { address: string; title: string; small?: boolean }) {
  const other = tag().startsWith("zh") ? "en" : "zh";
  const called = other === "zh" ? "中文" : "English";
  return (
    <>
      <FileLink address={address} look={small === true ? "small" : "button"}>
        {title}
      </FileLink>{" "}
      <FileLink address={`${address}?language=${other}`} label={`${title}, ${called}`}>
        <span lang={other === "zh" ? "zh-Hans" : "en"}>{called}</span>
      </FileLink>{" "}
    </>
  );
}
