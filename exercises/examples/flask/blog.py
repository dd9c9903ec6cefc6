"""A microblog with Flask-SQLAlchemy: users, posts and tags. Beside it stands `flask_blog.rs`."""

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///:memory:"
db = SQLAlchemy(app)


# ANCHOR: one_to_many
class User(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    posts: Mapped[list["Post"]] = db.relationship(back_populates="author")


class Post(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(db.ForeignKey("user.id"), index=True)
    author: Mapped[User | None] = db.relationship(back_populates="posts")
    tags: Mapped[list["Tag"]] = db.relationship(secondary="post_tag", back_populates="posts")
# ANCHOR_END: one_to_many


# ANCHOR: many_to_many
post_tag = db.Table(
    "post_tag",
    db.Column("post_id", db.ForeignKey("post.id"), primary_key=True),
    db.Column("tag_id", db.ForeignKey("tag.id"), primary_key=True),
)


class Tag(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    posts: Mapped[list[Post]] = db.relationship(secondary=post_tag, back_populates="tags")
# ANCHOR_END: many_to_many


# ANCHOR: write
def write():
    susan = User(username="susan")
    susan.posts.append(Post(body="hello"))
    susan.posts.append(Post(body="good night"))
    db.session.add(susan)
    db.session.add(User(username="john", posts=[Post(body="hi")]))
    db.session.commit()
# ANCHOR_END: write


# ANCHOR: follow
def follow():
    post = db.session.get(Post, 1)
    print(post.author.username)
    print(", ".join(post.body for post in post.author.posts))
# ANCHOR_END: follow


# ANCHOR: one_by_one
def one_by_one():
    for user in db.session.scalars(db.select(User)):
        print(user.username, len(user.posts))
# ANCHOR_END: one_by_one


# ANCHOR: loaded
def together():
    users = db.select(User).options(db.selectinload(User.posts))
    for user in db.session.scalars(users):
        print(user.username, len(user.posts))
# ANCHOR_END: loaded


# ANCHOR: tags
def tag():
    post = db.session.get(Post, 1)
    post.tags.append(Tag(name="greeting"))
    db.session.commit()
    greeting = db.session.get(Tag, 1)
    print(", ".join(post.body for post in greeting.posts))
    post.tags.remove(greeting)
    db.session.commit()
    print("tags left:", len(post.tags))
# ANCHOR_END: tags


# ANCHOR: delete_parent
def delete_susan():
    susan = db.session.get(User, 1)
    db.session.delete(susan)
    db.session.commit()
    for post in db.session.scalars(db.select(Post)):
        print(post.body, post.user_id)
# ANCHOR_END: delete_parent


# ANCHOR: nowhere
def post_of_nobody():
    db.session.add(Post(body="who am I?", user_id=99))
    db.session.commit()
    print("the post of user 99 is kept")
# ANCHOR_END: nowhere


# ANCHOR: pragma
def enforce_foreign_keys(connection, _record):
    connection.execute("PRAGMA foreign_keys = ON")


def switch_on():
    event.listen(db.engine, "connect", enforce_foreign_keys)
# ANCHOR_END: pragma


# ANCHOR: id_again
def id_again():
    mary = User(username="mary")
    db.session.add(mary)
    db.session.commit()
    print("mary is", mary.id)
    db.session.delete(mary)
    db.session.commit()
    paul = User(username="paul")
    db.session.add(paul)
    db.session.commit()
    print("paul is", paul.id)
# ANCHOR_END: id_again


def counted(what):
    statements = []

    def note(connection, cursor, statement, *rest):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    db.session.expunge_all()
    what()
    event.remove(db.engine, "before_cursor_execute", note)
    print("statements:", len(statements))


def main():
    with app.app_context():
        db.create_all()
        write()
        print("-- follow")
        follow()
        print("-- one_by_one")
        counted(one_by_one)
        print("-- together")
        counted(together)
        print("-- tag")
        tag()
        print("-- delete_susan")
        delete_susan()
        print("-- post_of_nobody")
        post_of_nobody()
        print("-- id_again")
        id_again()

        print("-- with the pragma")
        switch_on()
        # A new connection is made after this, and in memory that is a new database.
        db.session.remove()
        db.engine.dispose()
        db.create_all()
        try:
            post_of_nobody()
        except IntegrityError as error:
            print(error.orig)


main()
