export const a = { components: [ { type: 'BODY' ;
function ( {
