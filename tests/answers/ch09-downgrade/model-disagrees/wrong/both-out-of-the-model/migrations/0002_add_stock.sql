-- Both fields leave the model, so that the error is gone, and so is the stock.

-- migrate:up

-- migrate:down
