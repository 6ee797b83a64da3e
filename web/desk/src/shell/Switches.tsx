// Language and colours, kept by the browser.
import { language, languages, speak, t } from "@sojourn/shared";
import { Button } from "antd";
import { saveLanguage, useTheme } from "./preferences";

export function Switches() {
  const [theme, setTheme] = useTheme();
  const next = theme === "dark" ? "light" : "dark";
  return (
    <>
      {languages
        .filter(({ code }) => code !== language())
        .map(({ code, name }) => (
          <Button
            key={code}
            size="small"
            lang={code}
            onClick={() => {
              saveLanguage(code);
              void speak(code);
            }}
          >
            {name}
          </Button>
        ))}
      <Button size="small" title={t(`shell.to_${next}`)} onClick={() => setTheme(next)}>
        <span aria-hidden="true">{next === "dark" ? "☾ " : "☀ "}</span>
        {t(`shell.${next}`)}
      </Button>
    </>
  );
}
