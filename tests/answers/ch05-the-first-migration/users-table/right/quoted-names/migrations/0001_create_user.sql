-- Names in brackets and in double quotes, as other databases need them for `user`.

-- migrate:up

CREATE TABLE [user] ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "username" TEXT NOT NULL, "email" TEXT NOT NULL, "about" TEXT);

-- migrate:down

DROP TABLE "user";
