-- What was searched for was often a name, a phone or an identity number: it is not kept with a filter any more.
UPDATE saved_filters SET query = trim(both '&' from regexp_replace(query, '(^|&)search=[^&]*', '')) WHERE query LIKE '%search=%';
DELETE FROM saved_filters WHERE query = '';
