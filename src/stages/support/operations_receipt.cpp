// Receipts of a claim as pictures: freed of what a camera tells beside them before they are kept,
// seen by whoever sees the claim, and taken back with a reason, bytes and all. They leave by one at
// a time: no list, folder or report has them.
#include <cerrno>
#include <fstream>
#include <system_error>

#include "base/digest.h"
#include "stages/support/claims.h"

namespace sojourn::stages::support {
namespace {

constexpr std::int64_t most_receipts = 6;
/// A photograph of twelve million points by a telephone has 3 to 4 MB, and a receipt is read at a
/// third of that: what is larger the desk makes smaller before it sends it. The database and each
/// of its backups have them all.
constexpr std::size_t most_bytes = 4U << 20U;

struct ReceiptView {
  Id<ClaimReceipt> id;
  Id<Claim> claim;
  documents::PictureKind kind = documents::PictureKind::jpeg;
  std::int32_t width = 1;
  std::int32_t height = 1;
  std::int32_t size = 1;
  std::string digest;
  base::Date added_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ReceiptView, (),
                      (id, claim, kind, width, height, size, digest, added_on, version))

struct WhichReceipt {
  Id<ClaimReceipt> id;
};
BOOST_DESCRIBE_STRUCT(WhichReceipt, (), (id))

struct ClaimOfReceipts {
  Id<Claim> id;
};
BOOST_DESCRIBE_STRUCT(ClaimOfReceipts, (), (id))

/// No Page: that would be a list, which is had as a file.
struct Receipts {
  std::vector<ReceiptView> items;
};
BOOST_DESCRIBE_STRUCT(Receipts, (), (items))

struct RemoveReceipt {
  Id<ClaimReceipt> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(RemoveReceipt, (), (id, reason, version))

/// Those that were not taken back, as far as the claim is seen.
constexpr std::string_view scoped_receipt =
    "receipt r JOIN claim n ON n.id = r.claim JOIN budget_line l ON l.id = n.line JOIN site "
    "s ON s.id = l.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; staff n.staff} AND "
    "r.removed_on IS NULL";

ReceiptView view_of(const ClaimReceipt& receipt) {
  return {.id = receipt.id,
          .claim = receipt.claim,
          .kind = receipt.kind,
          .width = receipt.width,
          .height = receipt.height,
          .size = receipt.size,
          .digest = receipt.digest,
          .added_on = receipt.added_on,
          .version = receipt.version};
}

std::string bytes_of(const access::Upload* upload) {
  if (upload == nullptr) {
    throw base::Refusal{base::Kind::invalid, "no_file",
                        "Send a photograph or a scan of the receipt (JPEG or PNG)."};
  }
  std::string bytes(upload->bytes);
  if (!upload->path.empty()) {
    std::ifstream in(upload->path, std::ios::binary);
    if (!in) {
      throw base::Refusal{
          base::Kind::not_found, "unreadable",
          base::in_words("{} cannot be read: {}.", upload->path.string(),
                         base::Sentence::phrase(std::generic_category().message(errno)))};
    }
    bytes.resize(most_bytes + 1);
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
  }
  if (bytes.size() > most_bytes) {
    throw base::Refusal{
        base::Kind::too_large, "file_too_large",
        base::in_words("A receipt has {} bytes at most. Save it smaller.", most_bytes)};
  }
  return bytes;
}

enum class Still : std::uint8_t { added, taken_back };

/// Its claim, as long as that waits for something: what was paid or refused stays as it was. What
/// was approved keeps what it was approved by.
Claim open_claim(db::Tx& tx, Id<Claim> id, Still what) {
  const auto claim = tx.one<Claim>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<Claim>("n"), scoped_claim), id);
  if (holder_of(claim.state) == Holder::nobody ||
      (what == Still::taken_back && claim.state == ClaimState::approved)) {
    throw base::Refusal{base::Kind::precondition, "decided",
                        base::in_words("This claim is {}: its receipts stay as they are.",
                                       base::Sentence::phrase(base::name_of(claim.state)))};
  }
  return claim;
}

/// The claim is one version on: whoever lets it pass has seen the receipts that it has.
void touch(db::Change& change, const Claim& claim) { change.update(Claim::table, claim, claim); }

ReceiptView add_receipt(access::Call& call, const ClaimOfReceipts& input) {
  call.database.read(call.caller, [&](db::Tx& tx) { open_claim(tx, input.id, Still::added); });
  // Before a writer waits for it.
  const documents::CleanPicture picture = documents::clean_picture(bytes_of(call.request.file));
  const std::string digest = base::sha256_hex(picture.bytes);
  return call.database.change(call.caller, "receipt.add", [&](db::Change& change) {
    const Claim claim = open_claim(change, input.id, Still::added);
    Faults faults;
    const auto there = change.value<std::int64_t>(
        "SELECT count(*) FROM receipt r WHERE r.claim = $1 AND r.removed_on IS NULL AND "
        "{unscoped:of a claim that the asker sees}",
        claim.id);
    if (there >= most_receipts) {
      faults.add("/file", "too_many", std::to_string(there),
                 base::in_words("A claim has {} pictures of its receipt at most.", most_receipts));
    } else if (change.value<std::int64_t>(
                   "SELECT count(*) FROM receipt r JOIN claim n ON n.id = r.claim WHERE "
                   "r.digest = $1 AND r.removed_on IS NULL AND n.state <> 'refused' AND "
                   "{unscoped:a receipt is paid once, whatever the fund}",
                   digest) > 0) {
      faults.add("/file", "claimed_already", "",
                 "This very picture stands on a claim already. A receipt is paid once, whatever "
                 "the fund.");
    }
    faults.refuse();
    const ClaimReceipt made{.id = change.new_id<ClaimReceipt>(),
                            .claim = claim.id,
                            .staff = claim.staff,
                            .kind = picture.kind,
                            .width = static_cast<std::int32_t>(picture.width),
                            .height = static_cast<std::int32_t>(picture.height),
                            .size = static_cast<std::int32_t>(picture.bytes.size()),
                            .digest = digest,
                            .added_on = change.now().utc_date(),
                            .added_by = access::account_of(change.caller().actor)};
    change.insert(ClaimReceipt::table, made);
    // Once: that of a claim which was refused may be there. The receipt's row holds the digest, and
    // is in the audit log.
    change.write(
        "INSERT INTO receipt_file (id, digest, bytes) VALUES ($1, $2, $3) ON CONFLICT (digest) DO "
        "NOTHING",
        change.new_id<ClaimReceipt>(), digest, db::Bytes{picture.bytes});
    touch(change, claim);
    return view_of(made);
  });
}

Receipts list_receipts(db::Tx& tx, const ClaimOfReceipts& input) {
  claim_view(tx, input.id);
  Receipts made;
  for (const ClaimReceipt& each :
       tx.rows<ClaimReceipt>(fmt::format("SELECT {} FROM {} AND r.claim = $1 ORDER BY r.id",
                                         columns<ClaimReceipt>("r"), scoped_receipt),
                             input.id)) {
    made.items.push_back(view_of(each));
  }
  return made;
}

ClaimReceipt receipt_of(db::Tx& tx, Id<ClaimReceipt> id) {
  return tx.one<ClaimReceipt>(
      fmt::format("SELECT {} FROM {} AND r.id = $1", columns<ClaimReceipt>("r"), scoped_receipt),
      id);
}

ReceiptView open_receipt(access::Call& call, const WhichReceipt& input) {
  ClaimReceipt receipt;
  db::Bytes bytes;
  call.database.read(call.caller, [&](db::Tx& tx) {
    receipt = receipt_of(tx, input.id);
    bytes = tx.value<db::Bytes>(
        "SELECT f.bytes FROM receipt_file f WHERE f.digest = $1 AND {unscoped:of a receipt that "
        "the asker sees}",
        receipt.digest);
  });
  if (base::sha256_hex(bytes.data) != receipt.digest) {
    throw base::Refusal{base::Kind::conflict, "receipt_changed",
                        "This picture is not the one that was sent in: somebody changed it in the "
                        "database. Tell whoever keeps the audit log."};
  }
  call.file = access::File{
      .name = fmt::format("{}.{}", receipt.id.to_text(),
                          receipt.kind == documents::PictureKind::jpeg ? "jpg" : "png"),
      .media_type = std::string(documents::media_type(receipt.kind)),
      .bytes = std::move(bytes.data)};
  return view_of(receipt);
}

ReceiptView remove_receipt(db::Change& change, const RemoveReceipt& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  ClaimReceipt before = receipt_of(change, input.id);
  const Claim claim = open_claim(change, before.claim, Still::taken_back);
  before.version = input.version;
  ClaimReceipt after = before;
  after.removed_on = change.now().utc_date();
  after.removed_reason = input.reason;
  after = change.update(ClaimReceipt::table, before, after);
  if (change.value<std::int64_t>("SELECT count(*) FROM receipt r WHERE r.digest = $1 AND "
                                 "r.removed_on IS NULL AND {unscoped:whether the bytes are needed}",
                                 before.digest) == 0) {
    change.write("DELETE FROM receipt_file WHERE digest = $1 AND {unscoped:no receipt has them}",
                 before.digest);
  }
  touch(change, claim);
  return view_of(after);
}

}  // namespace

std::vector<access::Operation> receipt_operations() {
  const base::FieldAbout claim = programme::which_field("CLAIM");
  const base::FieldAbout which = programme::which_field("RECEIPT");
  return {
      access::call_operation<ClaimOfReceipts, ReceiptView>(
          {.name = "receipt.add",
           .permission = make_claims,
           .method = Method::post,
           .path = "/api/claims/{id}/receipts",
           .summary = "put a picture of the receipt to a claim",
           .description =
               "A photograph or a scan as JPEG or PNG, of 4 MiB at most. It is written anew "
               "without "
               "what the camera tells beside it: place, time, telephone, thumbnails, comments; "
               "which way up it was held stays. What cannot be freed of that is refused, and so is "
               "a PDF. Until the claim is settled or refused.",
           .fields = {claim},
           .takes_file = true},
          true, add_receipt),
      access::read_operation<ClaimOfReceipts, Receipts>(
          {.name = "receipt.list",
           .permission = read_claims,
           .path = "/api/claims/{id}/receipts",
           .summary = "the pictures of a claim's receipt",
           .fields = {claim}},
          list_receipts),
      access::call_operation<WhichReceipt, ReceiptView>(
          {.name = "receipt.open",
           .permission = read_claims,
           .method = Method::get,
           .path = "/api/receipts/{id}/file",
           .summary = "the picture of a receipt",
           .description = "The answer is the picture, to be kept and not shown by itself.",
           .fields = {which},
           .gives_file = {"image/jpeg", "image/png"}},
          false, open_receipt),
      access::change_operation<RemoveReceipt, ReceiptView>(
          {.name = "receipt.remove",
           .permission = make_claims,
           .method = Method::post,
           .path = "/api/receipts/{id}/remove",
           .summary = "take a picture back that does not belong to the claim",
           .description = "Until the claim is approved. The picture is gone from the database; "
                          "that it was there, and why it went, stays.",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          remove_receipt),
  };
}

}  // namespace sojourn::stages::support
