#include "documents/ics.h"

#include <fmt/format.h>

namespace sojourn::documents {
namespace {

/// RFC 5545, 3.3.11. Other control characters have no place in a text.
std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') {
      made += '\\';
      made += c;
    } else if (c == '\n') {
      made += "\\n";
    } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) {
      made += c;
    }
  }
  return made;
}

/// RFC 5545, 3.1: 75 bytes a line without its end, and a space before each further part.
void add_line(std::string& to, std::string_view line) {
  constexpr std::size_t longest = 75;
  std::size_t room = longest;
  while (line.size() > room) {
    std::size_t end = room;
    while ((static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) {
      --end;  // within a character
    }
    to += line.substr(0, end);
    to += "\r\n ";
    line.remove_prefix(end);
    room = longest - 1;
  }
  to += line;
  to += "\r\n";
}

std::string day(const base::Date& date) {
  return fmt::format("{:04}{:02}{:02}", date.year(), date.month(), date.day());
}

}  // namespace

std::string ics_of(const Calendar& calendar) {
  std::string made;
  add_line(made, "BEGIN:VCALENDAR");
  add_line(made, "VERSION:2.0");
  add_line(made, "PRODID:-//Sojourn//Sojourn//EN");
  add_line(made, "CALSCALE:GREGORIAN");
  add_line(made, "X-WR-CALNAME:" + escaped(calendar.name));
  for (const CalendarEvent& event : calendar.events) {
    add_line(made, "BEGIN:VEVENT");
    add_line(made, "UID:" + escaped(event.uid));
    // 2026-11-28T01:02:03Z without its signs.
    std::string stamp;
    for (const char c : event.made_at.to_text()) {
      if (c == '.') {
        break;
      }
      if (c != '-' && c != ':' && c != 'Z') {
        stamp += c;
      }
    }
    add_line(made, "DTSTAMP:" + stamp + "Z");
    add_line(made, "DTSTART;VALUE=DATE:" + day(event.from));
    add_line(made, "DTEND;VALUE=DATE:" + day(event.to + 1));
    add_line(made, "SUMMARY:" + escaped(event.title));
    if (!event.place.empty()) {
      add_line(made, "LOCATION:" + escaped(event.place));
    }
    add_line(made, "TRANSP:OPAQUE");
    add_line(made, "END:VEVENT");
  }
  add_line(made, "END:VCALENDAR");
  return made;
}

}  // namespace sojourn::documents
