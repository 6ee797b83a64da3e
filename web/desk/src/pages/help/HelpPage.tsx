// The guide of the desk (docs/guide/desk.md), in the reader's language.
import { t, tag } from "@sojourn/shared";
import type { ReactNode } from "react";
import english from "../../../../../docs/guide/desk.md?raw";
import chinese from "../../../../../docs/guide/desk.zh.md?raw";
import { PageHead } from "../../parts/PageHead";
import { words } from "./words";

export default function HelpPage() {
  const language = tag();
  return (
    <>
      <PageHead title={t("help.title")} />
      <article className="guide" lang={language === "zh" ? "zh-Hans" : "en"} dir="ltr">
        {blocks(language === "zh" ? chinese : english)}
      </article>
    </>
  );
}

/** As much of Markdown as the guide uses: headings, paragraphs, lists, and what words() knows. */
function blocks(text: string): ReactNode[] {
  return text
    .split(/\n\n+/)
    .filter((block) => !block.startsWith("# ") && !isPicture(block))
    .map((block, index) => {
      const items = block.split(/\n(?=- |\d+\. )/);
      if (block.startsWith("## ")) {
        return <h2 key={index}>{block.slice(3).trim()}</h2>;
      }
      if (/^(- |\d+\. )/.test(block)) {
        const List = block.startsWith("- ") ? "ul" : "ol";
        return (
          <List key={index}>
            {items.map((item, at) => (
              <li key={at}>{words(item.replace(/^(- |\d+\. )/, ""))}</li>
            ))}
          </List>
        );
      }
      return <p key={index}>{words(block)}</p>;
    });
}

/** The pictures show the pages of the desk, to whoever reads the guide without it: here they are a press away. */
function isPicture(block: string): boolean {
  return block.startsWith("![");
}
