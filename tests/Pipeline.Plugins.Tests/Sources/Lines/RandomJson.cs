using System.Globalization;
using System.Text;
using Pipeline.Plugins.Tests.Support;

namespace Pipeline.Plugins.Tests.Sources.Lines;

/// <summary>Lines of JSON, most of them right, some damaged.</summary>
internal static class RandomJson
{
    private const string Structure = "{}[],:\"\\ \t\r0123456789-+.eEntfu";

    public static byte[] Line(Random random)
    {
        var output = new MemoryStream();
        Object(output, random, random.Next(5));
        var line = output.ToArray();
        for (var i = random.Next(4) == 0 ? random.Next(1, 4) : 0; i > 0 && line.Length > 0; i--)
            line = Damage(line, random);
        return [.. line.Select(b => b == '\n' ? (byte)' ' : b)];
    }

    private static byte[] Damage(byte[] line, Random random)
    {
        var at = random.Next(line.Length);
        switch (random.Next(4))
        {
            case 0:
                return line[..at];
            case 1:
                return [.. line[..at], .. line[(at + 1)..]];
            case 2:
                line[at] = (byte)random.Next(256);
                return line;
            default:
                return [.. line[..at], (byte)Structure[random.Next(Structure.Length)], .. line[at..]];
        }
    }

    private static void Object(MemoryStream output, Random random, int depth)
    {
        Write(output, random, "{");
        for (var i = 0; i < random.Next(6); i++)
        {
            if (i > 0)
                Write(output, random, ",");
            Text(output, random);
            Write(output, random, ":");
            Value(output, random, depth);
        }

        Write(output, random, "}");
    }

    private static void Value(MemoryStream output, Random random, int depth)
    {
        switch (random.Next(depth > 0 ? 8 : 6))
        {
            case 0:
                Write(output, random, ((string[])["true", "false", "null"])[random.Next(3)]);
                break;
            case 1 or 2:
                Write(output, random, Number(random));
                break;
            case 3 or 4 or 5:
                Text(output, random);
                break;
            case 6:
                Object(output, random, depth - 1);
                break;
            default:
                Write(output, random, "[");
                for (var i = 0; i < random.Next(4); i++)
                {
                    if (i > 0)
                        Write(output, random, ",");
                    Value(output, random, depth - 1);
                }

                Write(output, random, "]");
                break;
        }
    }

    private static string Number(Random random) => random.Next(6) switch
    {
        0 => random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
        1 => random.Next(-1000, 1000).ToString(CultureInfo.InvariantCulture),
        2 => (random.Next(100_000) / 1000.0).ToString(CultureInfo.InvariantCulture),
        3 => BitConverter.Int64BitsToDouble(random.NextInt64()) is var d && double.IsFinite(d) ? d.ToString("R", CultureInfo.InvariantCulture) : "0",
        4 => $"{random.NextInt64(0, long.MaxValue)}.{random.NextInt64(0, long.MaxValue)}e{random.Next(-330, 330)}",
        _ => $"{(random.Next(2) == 0 ? "-" : "")}{random.Next(1000)}.{random.Next(1000)}{(random.Next(3) == 0 ? $"E{random.Next(-25, 25)}" : "")}",
    };

    private static void Text(MemoryStream output, Random random)
    {
        output.WriteByte((byte)'"');
        for (var i = random.Next(4); i > 0; i--)
        {
            switch (random.Next(6))
            {
                case 0:
                    output.Write(Encoding.ASCII.GetBytes(((string[])["\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00", "\\ud800", "\\u0000", "\\t"])[random.Next(9)]));
                    break;
                case 1:
                    foreach (var value in HostileText.Next(random))
                        if (value is >= 0x20 and not (byte)'"' and not (byte)'\\')
                            output.WriteByte(value);
                    break;
                default:
                    output.Write(Encoding.ASCII.GetBytes(new string((char)random.Next('a', 'z'), random.Next(random.Next(8) == 0 ? 100 : 12))));
                    break;
            }
        }

        output.WriteByte((byte)'"');
    }

    private static void Write(MemoryStream output, Random random, string token)
    {
        if (random.Next(10) == 0)
            output.WriteByte((byte)" \t\r"[random.Next(3)]);
        output.Write(Encoding.ASCII.GetBytes(token));
        if (random.Next(20) == 0)
            output.WriteByte((byte)' ');
    }
}
