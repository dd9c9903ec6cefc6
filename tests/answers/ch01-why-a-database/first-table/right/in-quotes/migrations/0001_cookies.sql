-- Names in double quotes, columns in another order.

-- migrate:up
CREATE TABLE "cookie" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "note" TEXT NULL,
  "stock" INTEGER NOT NULL,
  "name" TEXT NOT NULL
);

-- migrate:down
DROP TABLE "cookie";
