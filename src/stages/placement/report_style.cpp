// Colours: every text colour has at least 4.5 to 1 against its ground and every bar 3 to 1, in
// light and dark (WCAG 2.2 AA). State never rests on colour alone: each has its word and its shape.
#include "stages/placement/report_style.h"

namespace sojourn::stages::placement {
namespace {

constexpr std::string_view sheet = R"css(
:root { color-scheme: light dark; --paper: #ffffff; --card: #f5f7f9; --ink: #1a1f24; --soft: #55606b;
  --line: #d3dae1; --accent: #0b559f; --full: #0e6b5c; --complete: #8a6400; --short: #b0271d;
  --full-fill: #1b8a77; --complete-fill: #c79a1b; --complete-ground: #f1dfab; --short-fill: #c4392d;
  --short-ground: #f6d3cf; --other-fill: #9aa6b2; --track: #e8ecf0; }
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #14181c; --card: #1d2329; --ink: #e9ecef; --soft: #a9b4be; --line: #384149;
    --accent: #8cbdf2; --full: #6ccdb7; --complete: #e5c35c; --short: #ff978b; --full-fill: #46b39d;
    --complete-fill: #d3ad3e; --complete-ground: #5b4b1c; --short-fill: #ee6f62;
    --short-ground: #5f2722; --other-fill: #6f7c88; --track: #2a3138; } }
* { box-sizing: border-box; }
html { font: 16px/1.55 system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", "PingFang SC",
  "Microsoft YaHei", sans-serif; background: var(--paper); color: var(--ink); }
body { margin: 0 auto; padding: 1rem 1.25rem 4rem; max-width: 68rem; overflow-wrap: break-word; }
a { color: var(--accent); } a:focus-visible, input:focus-visible, summary:focus-visible {
  outline: 3px solid var(--accent); outline-offset: 2px; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 1rem 0 .25rem; text-wrap: balance; }
h2 { font-size: 1.35rem; margin: 2.75rem 0 .5rem; padding-top: .75rem; border-top: 2px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; } h4 { font-size: 1rem; margin: 0; }
p { margin: .4rem 0; max-width: 46rem; } .soft, .soft a { color: var(--soft); } small, .small { font-size: .875rem; }
.skip { position: absolute; left: -100vw; background: var(--paper); padding: .5rem; }
.skip:focus { left: .5rem; top: .5rem; }
header.top { display: flex; justify-content: flex-end; }
fieldset.languages { border: 1px solid var(--line); border-radius: .5rem; margin: 0; padding: .15rem .75rem .3rem;
  display: flex; gap: 1rem; } fieldset.languages legend { font-size: .8rem; color: var(--soft); padding: 0 .3rem; }
body:has(#language-en:checked) main[lang=zh-CN], body:has(#language-zh:checked) main[lang=en] { display: none; }
nav ul { list-style: none; padding: 0; margin: .75rem 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 1rem 0;
  padding: 0; list-style: none; }
.tiles li { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .8rem 1rem; }
.tiles strong { display: block; font-size: clamp(1.2rem, 5.2vw, 1.9rem); white-space: nowrap; line-height: 1.15; font-variant-numeric: tabular-nums; }
.tiles span { display: block; } .tiles .soft { font-size: .875rem; }
.lead { font-size: 1.1rem; }
table { border-collapse: collapse; width: 100%; font-size: .925rem; margin: .5rem 0; }
th, td { text-align: start; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--soft); font-size: .85rem; }
tbody th { color: var(--ink); font-size: inherit; }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; padding-inline-end: 1.5rem; white-space: nowrap; }
td p { margin: 0 0 .3rem; }
main[lang=zh-CN] .terms th { white-space: nowrap; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem 3rem; }
@media print, (min-width: 56rem) { .charts { grid-template-columns: 1fr 1fr; grid-template-rows: auto 1fr; }
  .charts figure:last-child { grid-column: 2; grid-row: 1 / span 2; } }
figure { margin: .5rem 0; } figcaption { margin-bottom: .6rem; }
figcaption strong { display: block; font-size: 1.05rem; }
svg.patterns { position: absolute; }
svg.chart { display: block; width: 100%; max-width: 32rem; height: auto; font-size: 15px; }
svg text { fill: var(--ink); unicode-bidi: isolate; } svg .figure { text-anchor: end; font-variant-numeric: tabular-nums; }
svg .track { fill: var(--track); } svg .full { fill: var(--full-fill); } svg .other { fill: var(--other-fill); }
svg .complete { fill: url(#hatch); } svg .short { fill: url(#dots); }
.hatch-ground { fill: var(--complete-ground); } .hatch-line { fill: var(--complete-fill); }
.dots-ground { fill: var(--short-ground); } .dots-dot { fill: var(--short-fill); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; font-size: .875rem; list-style: none; padding: 0; margin: .25rem 0; }
.state { font-weight: 600; white-space: nowrap; } .state.full { color: var(--full); }
.state.complete { color: var(--complete); } .state.short { color: var(--short); }
article { border: 1px solid var(--line); border-inline-start: 6px solid var(--full-fill); border-radius: .5rem;
  padding: .75rem 1rem .5rem; margin: .75rem 0; }
article.complete { border-inline-start-style: double; border-inline-start-color: var(--complete-fill); }
article.short { border-inline-start-style: dashed; border-inline-start-color: var(--short-fill); }
article header { display: flex; flex-wrap: wrap; gap: .1rem 1rem; align-items: baseline; justify-content: space-between; }
article table { margin-bottom: 0; } article tr:last-child > * { border-bottom: 0; }
article p { max-width: none; margin: .15rem 0; font-size: .925rem; }
.col-person { width: 18%; } .col-role { width: 9%; } .col-sponsor { width: 18%; }
.col-site { width: 9.5rem; } .col-missing { width: 24%; }
code { font-size: .9em; overflow-wrap: anywhere; } dl { margin: .5rem 0; } dd { margin: 0 0 .5rem; }
.missing { margin: .3rem 0; padding: .4rem .75rem; background: var(--card); border-radius: .4rem; }
@media screen { article { content-visibility: auto; contain-intrinsic-size: auto 13rem; } }
@media screen and (max-width: 40rem) { .stack thead { position: absolute; left: -100vw; } .stack, .stack tbody { display: block; }
  .stack tr { display: block; padding: .45rem 0; border-bottom: 1px solid var(--line); } .stack tr:last-child { border-bottom: 0; }
  .stack th, .stack td { display: block; width: auto; padding: 0; border: 0; text-align: start; white-space: normal; }
  .stack td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); } .col-sponsor { color: var(--soft); }
  h1 { font-size: 1.5rem; } body { padding-inline: .8rem; } article { padding-inline: .7rem; } }
@media print {
  html { font-size: 10pt; } body { max-width: none; padding: 0; } .skip, header.top, nav { display: none !important; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } a { color: inherit; text-decoration: none; }
  h1 { font-size: 18pt; margin-top: 0; } h2 { break-after: avoid; margin-top: 1.4rem; } h3, h4 { break-after: avoid; }
  article, tr, figure, .tiles li { break-inside: avoid; } thead { display: table-header-group; }
  .tiles { grid-template-columns: repeat(4, 1fr); gap: .5rem; } .tiles strong { font-size: 16pt; }
  .charts { gap: .5rem 2rem; } table { font-size: 9pt; } th, td { padding-block: .2rem; }
  article { margin: .5rem 0; padding: .4rem .7rem .2rem; }
  main[lang=en] { page: english; } main[lang=zh-CN] { page: chinese; } }
)css";

/// A CSS string in double quotes. Nothing of it can end the string or the style element.
std::string css_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '<' || c == '>' || c == '&') {
      constexpr std::string_view digits = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(c);
      quoted += '\\';
      quoted += digits[byte >> 4U];
      quoted += digits[byte & 15U];
      quoted += ' ';
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string page_rule(std::string_view name, std::string_view header) {
  return "@page " + std::string(name) +
         " { size: A4; margin: 20mm 15mm 18mm; @top-left { content: " + css_string(header) +
         "; font: 9pt sans-serif; color: #55606b; } @bottom-right { content: counter(page) \" / \" "
         "counter(pages); font: 9pt sans-serif; color: #55606b; } }\n";
}

}  // namespace

std::string report_style(std::string_view header_en, std::string_view header_zh) {
  return std::string(sheet) + page_rule("english", header_en) + page_rule("chinese", header_zh);
}

}  // namespace sojourn::stages::placement
