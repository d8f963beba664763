import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { identifyImages, proofImageId } from "@/lib/mirror/image-id";

const link = (id: string | null, url: string) => ({ id, url, thumbnailUrl: null });
const ids = (links: ReturnType<typeof link>[]) =>
  identifyImages("campaign", "1", links).map(({ imageId }) => imageId);

describe("proofImageId", () => {
  it("is 22 characters that go into an address, and stays what it was", () => {
    const image = {
      campaignId: "c",
      submissionId: "1",
      vendorId: "img_1",
      url: "https://images.example/1.png",
    };
    expect(proofImageId(image)).toMatch(/^[\w-]{22}$/);
    expect(proofImageId(image)).toBe("F5q8-ml6tnivG_RLejECKm");
  });

  it("tells parts apart that run together", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string({ minLength: 1 }), (a, b, moved) => {
        const one = proofImageId({ campaignId: "c", submissionId: "1", vendorId: a + moved, url: b });
        const two = proofImageId({ campaignId: "c", submissionId: "1", vendorId: a, url: moved + b });
        return one !== two;
      }),
    );
  });
});

describe("identifyImages", () => {
  it("names a picture the same whatever signature its address carries", () => {
    expect(ids([link("img_1", "https://s3.example/1.png?signature=a")])).toEqual(
      ids([link("img_1", "https://s3.example/1.png?signature=b")]),
    );
  });

  it("keeps pictures apart that only their query tells apart", () => {
    const two = [link("img", "https://x.example/image?id=1"), link("img", "https://x.example/image?id=2")];
    expect(new Set(ids(two)).size).toBe(2);
    expect(ids([link(null, "https://x.example/image?id=1")])).not.toEqual(
      ids([link(null, "https://x.example/image?id=2")]),
    );
  });

  it("takes the same picture listed twice as one", () => {
    const twice = [link("img_1", "https://x.example/1.png"), link("img_1", "https://x.example/1.png")];
    expect(ids(twice)).toHaveLength(1);
  });
});
