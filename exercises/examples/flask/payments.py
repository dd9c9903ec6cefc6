"""What SQLite keeps of a length and of a decimal, through Flask-SQLAlchemy. Beside it stands `flask_payments.rs`."""

from decimal import Decimal

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///:memory:"
db = SQLAlchemy(app)


# ANCHOR: model
class Payment(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(db.String(4))
    amount: Mapped[Decimal] = mapped_column(db.Numeric(20, 2))
# ANCHOR_END: model


class Voucher(db.Model):
    # ANCHOR: check
    __table_args__ = (db.CheckConstraint("length(code) <= 4"),)
    # ANCHOR_END: check
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(db.String(4))


# ANCHOR: keep
def keep():
    payment = Payment(code="far too long", amount=Decimal("90071992547409.93"))
    db.session.add(payment)
    db.session.commit()
    print(payment.code, payment.amount)
# ANCHOR_END: keep


def main():
    with app.app_context():
        db.create_all()
        print("-- keep")
        keep()
        print("-- with a check")
        db.session.add(Voucher(code="far too long"))
        try:
            db.session.commit()
        except IntegrityError as error:
            print(error.orig)


main()
