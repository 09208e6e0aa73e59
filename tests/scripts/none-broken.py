def f(:
    x = {"components": [ {"type": "BODY"
