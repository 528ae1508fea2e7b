using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>The data of LOC records (RFC 1876).</summary>
internal static class LocationText
{
    private const uint Equator = 1u << 31;
    private const uint MillisecondsADegree = 3_600_000;

    // Altitudes are centimetres above a point 100 km below the reference.
    private const long Reference = 10_000_000;

    public static bool TryAdd(ref FieldReader fields, TextBuffer text)
    {
        var (version, size, horizontal, vertical) = (fields.U8(), fields.U8(), fields.U8(), fields.U8());
        var (latitude, longitude, altitude) = (fields.U32(), fields.U32(), fields.U32() - Reference);
        if (version != 0 || !IsSize(size) || !IsSize(horizontal) || !IsSize(vertical) || !TryAngle(latitude, 90, "NS"u8, text) || !TryAngle(longitude, 180, "EW"u8, text))
            return false;
        if (altitude < 0)
            text.Add((byte)'-');
        Metres((ulong)Math.Abs(altitude), text);
        Size(size, text);
        Size(horizontal, text);
        Size(vertical, text);
        return true;
    }

    private static bool TryAngle(uint angle, uint most, ReadOnlySpan<byte> letters, TextBuffer text)
    {
        var distance = angle >= Equator ? angle - Equator : Equator - angle;
        if (distance > most * MillisecondsADegree)
            return false;
        RecordText.Number(distance / MillisecondsADegree, text);
        RecordText.Number(distance / 60_000 % 60, text);
        text.Add(distance / 1000 % 60);
        text.Add((byte)'.');
        text.Add(distance % 1000, 3);
        text.Add((byte)' ');
        text.Add(letters[angle >= Equator ? 0 : 1]);
        text.Add((byte)' ');
        return true;
    }

    /// <summary>A digit and a power of ten, in centimetres.</summary>
    private static bool IsSize(byte size) => size >> 4 <= 9 && (size & 15) <= 9;

    private static void Size(byte size, TextBuffer text)
    {
        var centimetres = (ulong)(size >> 4);
        for (var power = size & 15; power > 0; power--)
            centimetres *= 10;
        text.Add((byte)' ');
        if (centimetres % 100 > 0)
        {
            Metres(centimetres, text);
            return;
        }

        text.Add((uint)(centimetres / 100));
        text.Add((byte)'m');
    }

    private static void Metres(ulong centimetres, TextBuffer text)
    {
        text.Add((uint)(centimetres / 100));
        text.Add((byte)'.');
        text.Add((uint)(centimetres % 100), 2);
        text.Add((byte)'m');
    }
}
