-- The key is a constraint of the table, with a name; names are quoted.

-- migrate:up

CREATE TABLE "cookie" (
  "id" INTEGER,
  "name" TEXT NOT NULL,
  "stock" INTEGER NOT NULL,
  "note" TEXT NULL,
  CONSTRAINT cookie_key PRIMARY KEY ("id")
);

-- migrate:down

DROP TABLE "cookie";
