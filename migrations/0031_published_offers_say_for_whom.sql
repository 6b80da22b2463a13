-- Copies made before offers said for whom they are and from when they are free learn both from their offer.
update publications
set shown = shown || jsonb_build_object('forSizes', offers.for_sizes, 'availableFrom', offers.available_from)
from offers
where publications.kind = 'offer' and offers.hub = publications.hub and offers.id = publications.record;
