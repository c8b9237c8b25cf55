# goods
