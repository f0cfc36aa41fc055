-- Forms list divisions down to townships (nine digits), of tens of thousands of villages and grids.
CREATE INDEX divisions_of_forms ON divisions (code, name) WHERE length(code) <= 9;
