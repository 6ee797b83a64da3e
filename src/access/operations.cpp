#include "access/operations.h"

namespace sojourn::access {

std::vector<Operation> operations() {
  std::vector<Operation> all;
  for (std::vector<Operation> part :
       {session_operations(), account_operations(), factor_operations(), mail_operations(),
        token_operations(), administration_operations(), export_operations()}) {
    all.insert(all.end(), std::make_move_iterator(part.begin()),
               std::make_move_iterator(part.end()));
  }
  return all;
}

std::vector<db::ConstraintAbout> constraints() {
  return {{.constraint = "account(name)",
           .kind = base::Kind::conflict,
           .code = "name_taken",
           .where = "/name",
           .detail = "Another account has this name to sign in with. Choose another."}};
}

}  // namespace sojourn::access
