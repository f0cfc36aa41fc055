-- What was searched for was often a name, a phone or an identity number: it is not kept with a filter any more.
UPDATE saved_filters SET query = trim(
    CASE WHEN instr(substr(query, instr(query, 'search=')), '&') > 0
        THEN substr(query, 1, instr(query, 'search=') - 1)
            || substr(query, instr(query, 'search=') + instr(substr(query, instr(query, 'search=')), '&'))
        ELSE substr(query, 1, instr(query, 'search=') - 1)
    END, '&')
WHERE instr(query, 'search=') > 0;
DELETE FROM saved_filters WHERE query = '';
