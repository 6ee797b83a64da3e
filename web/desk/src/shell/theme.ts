// Ant Design's colours, put right: its own links, descriptions and dark buttons have too little
// contrast to be read (WCAG 2.2 AA; tests/web measures every page in both themes).
import { type ThemeConfig, theme as antd } from "antd";
import type { Theme } from "./preferences";

const fonts = 'system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans", "Noto Sans CJK SC", sans-serif';

export function antTheme(theme: Theme): ThemeConfig {
  if (theme === "dark") {
    return {
      algorithm: antd.darkAlgorithm,
      token: {
        fontFamily: fonts,
        colorPrimary: "#7cc4f0",
        colorLink: "#7cc4f0",
        colorLinkHover: "#a9dbf7",
        colorError: "#ff9d94",
        colorErrorText: "#ff9d94",
        colorTextDescription: "#b3bdc9",
        colorTextPlaceholder: "#9aa5b3",
        colorBgBase: "#15191f",
        colorTextLightSolid: "#10151b",
      },
    };
  }
  return {
    algorithm: antd.defaultAlgorithm,
    token: {
      fontFamily: fonts,
      colorPrimary: "#0a5a8a",
      colorLink: "#0a5a8a",
      colorLinkHover: "#084a72",
      colorError: "#a3241f",
      colorErrorText: "#a3241f",
      colorTextDescription: "#55606f",
      colorTextPlaceholder: "#6b7684",
    },
  };
}
