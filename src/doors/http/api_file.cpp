// A whole list as a file: made by access::Service before the first byte is sent, then sent in
// pieces from the disk.
#include <memory>
#include <utility>

#include "access/token.h"
#include "doors/http/api.h"
#include "doors/http/format.h"
#include "doors/http/input.h"
#include "doors/http/same_site.h"

namespace sojourn::doors::http {
namespace {

constexpr std::size_t piece = std::size_t{1} << 16U;

}  // namespace

Response Api::send_file(const Request& request, const Router::Match& match, const Who& who,
                        access::ListFormat format) const {
  const access::Operation& operation = operations_.at(*match.entry);
  // The log says that this person took the list, so no other site's page may make them.
  if (!who.session.empty() && !from_own_page(request)) {
    throw refusal_of_door(base::Kind::forbidden, "other_site",
                          "Another site's page asked for this, so it was not done.");
  }
  const GivenInput given = gather_input(request, operation.fields, match.holes, format_parameter);
  const Language language = language_of(request.field("accept-language").value_or(""));
  const std::shared_ptr<access::ListFile> file =
      service_.list_file(operation, who.asker, about(request, operation, who, given), given.input,
                         {.format = format, .language = language, .stop = request.stop});
  Response made;
  made.set("Content-Type", std::string(file->type));
  made.set("Content-Disposition", attachment(file->name));
  made.set("Content-Language", std::string(language_tag(language)));
  made.set("Vary", "Accept, Accept-Language");
  add_receipt(request, made);
  made.pull = [file] {
    Piece next{.bytes = file->bytes.next(piece)};
    next.last = file->bytes.at_end();
    return next;
  };
  made.whole = true;
  return made;
}

}  // namespace sojourn::doors::http
