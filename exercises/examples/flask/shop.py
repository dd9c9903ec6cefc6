"""A product shop with Flask-SQLAlchemy, in memory. Beside it stands `flask_shop.rs`, which does the same with SeaORM."""

# ANCHOR: address
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///:memory:"
db = SQLAlchemy(app)
# ANCHOR_END: address

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import NotFound


# ANCHOR: model
class Product(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(db.String(40), unique=True)
    price_cents: Mapped[int]
    maker: Mapped[str | None]
    sold_out: Mapped[bool] = mapped_column(default=False)
# ANCHOR_END: model


# ANCHOR: create_all
with app.app_context():
    db.create_all()
# ANCHOR_END: create_all


# ANCHOR: add_one
def add_one():
    kettle = Product(name="kettle", price_cents=2490)
    db.session.add(kettle)
    print("before the commit:", kettle.id)
    db.session.commit()
    print("after the commit:", kettle.id)
# ANCHOR_END: add_one


# ANCHOR: add_many
def add_many():
    db.session.add_all([
        Product(name="tea towel", price_cents=650, maker="Lind"),
        Product(name="egg timer", price_cents=590),
        Product(name="whisk", price_cents=990, maker="Lind"),
    ])
    db.session.commit()
# ANCHOR_END: add_many


# ANCHOR: together
def both_or_none():
    db.session.add(Product(name="ladle", price_cents=350))
    db.session.add(Product(name="kettle", price_cents=1990))
    try:
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        print(error.orig)
# ANCHOR_END: together


# ANCHOR: by_key
def by_key(id):
    product = db.session.get(Product, id)
    print(product.name if product else f"there is no product {id}")


def page_of(id):
    product = db.get_or_404(Product, id)
    return product.name
# ANCHOR_END: by_key


# ANCHOR: filter
def cheap_ones():
    cheap = (
        db.select(Product)
        .filter_by(maker="Lind")
        .where(Product.price_cents < 1000)
        .order_by(Product.price_cents.desc(), Product.name)
        .limit(10)
    )
    for product in db.session.scalars(cheap):
        print(product.name, product.price_cents)
# ANCHOR_END: filter


# ANCHOR: count
def numbers():
    count = db.session.scalar(db.select(db.func.count()).select_from(Product))
    names = db.session.scalars(db.select(Product.name).order_by(Product.name)).all()
    print(count, "products:", ", ".join(names))
# ANCHOR_END: count


# ANCHOR: paginate
def second_page():
    page = db.paginate(db.select(Product).order_by(Product.id), page=2, per_page=3)
    print(f"page 2 of {page.pages}:", ", ".join(product.name for product in page))
# ANCHOR_END: paginate


# ANCHOR: update
def cheaper():
    kettle = db.session.get(Product, 1)
    kettle.price_cents = 1990
    db.session.commit()

    sold_out = db.update(Product).where(Product.maker == "Lind").values(sold_out=True)
    result = db.session.execute(sold_out)
    db.session.commit()
    print(f"the kettle costs {kettle.price_cents}, {result.rowcount} products are sold out")
# ANCHOR_END: update


# ANCHOR: delete
def remove():
    whisk = db.session.get(Product, 4)
    db.session.delete(whisk)
    db.session.commit()
# ANCHOR_END: delete


# ANCHOR: test
def a_new_product_is_for_sale():
    app = Flask("test")
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///:memory:"
    db.init_app(app)
    with app.app_context():
        db.create_all()
        db.session.add(Product(name="kettle", price_cents=2490))
        db.session.commit()
        assert not db.session.get(Product, 1).sold_out
# ANCHOR_END: test


def main():
    with app.app_context():
        print("-- the table")
        table = db.text("SELECT sql FROM sqlite_schema WHERE name = 'product'")
        print(db.session.scalar(table).replace(", \n", ",\n"))
        print("-- add_one")
        add_one()
        add_many()
        print("-- both_or_none")
        both_or_none()
        numbers()
        print("-- by_key")
        by_key(1)
        by_key(9)
        try:
            page_of(9)
        except NotFound as error:
            print("page_of:", error.code, error.name)
        print("-- filter")
        cheap_ones()
        print("-- second_page")
        with app.test_request_context():
            second_page()
        print("-- cheaper")
        cheaper()
        print("-- remove")
        remove()
        numbers()
    a_new_product_is_for_sale()
    print("-- the test passed")


main()
