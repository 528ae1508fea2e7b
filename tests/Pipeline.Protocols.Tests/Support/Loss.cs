namespace Pipeline.Protocols.Tests.Support;

/// <summary>What a source loses.</summary>
internal static class Loss
{
    /// <summary>Leaves out single pieces, or all of a stretch, as a full ring does; of some only the end. The first of each direction stay.</summary>
    public static List<Said> Of(List<Said> pieces, Random random, bool isStretch)
    {
        List<Said> kept = [];
        var left = 0;
        foreach (var piece in pieces)
        {
            if (left == 0 && random.Next(isStretch ? 60 : 15) == 0)
                left = isStretch ? random.Next(1, 20) : 1;
            var isLost = left > 0 && kept.Any(p => p.IsIngress == piece.IsIngress);
            left = Math.Max(0, left - 1);
            if (!isLost)
                kept.Add(piece);
            else if (random.Next(3) == 0)
                kept.Add(piece with { Payload = piece.Payload[..random.Next(piece.Payload.Length)] });
        }

        return kept;
    }
}
