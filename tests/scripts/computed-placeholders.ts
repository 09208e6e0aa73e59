const index = Number(process.env.FIRST);

export const templates = [
  {
    name: 'parcel_' + process.env.SHOP,
    language: 'en_GB',
    category: 'UTILITY',
    components: [
      { type: 'BODY', text: `Your parcel {{${index}}} left our depot and comes today.`, example: samples() },
    ],
  },
];
