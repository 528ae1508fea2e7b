using Pipeline.Transforms.Protocols.Messaging;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>Writes what has a type of its own on the wire, the values of field tables, as JSON.</summary>
internal static class Values
{
    // Tables in tables; servers refuse deeper ones, and a message of 64 KiB could have thousands.
    private const int MostDepth = 32;

    /// <summary>A table behind its length, as an object.</summary>
    /// <returns>Whether it could be read to its end; where not, the object has the members before that.</returns>
    public static bool Table(ref Wire wire, JsonText json, ReadOnlySpan<byte> name, int depth = 0)
    {
        json.BeginObject(name);
        var isWhole = depth < MostDepth && Members(wire.LongText(), json, depth);
        json.EndObject();
        return isWhole && !wire.IsShort;
    }

    private static bool Members(ReadOnlySpan<byte> bytes, JsonText json, int depth)
    {
        var wire = new Wire(bytes);
        while (wire.Left > 0)
        {
            var name = wire.ShortText();
            if (wire.IsShort || !Value(ref wire, json, name, depth))
                return false;
        }

        return true;
    }

    private static bool Array(ref Wire wire, JsonText json, ReadOnlySpan<byte> name, int depth)
    {
        json.BeginArray(name);
        var elements = new Wire(wire.LongText());
        var isWhole = depth < MostDepth;
        while (isWhole && elements.Left > 0)
            isWhole = Value(ref elements, json, default, depth);
        json.EndArray();
        return isWhole && !wire.IsShort;
    }

    private static bool Value(ref Wire wire, JsonText json, ReadOnlySpan<byte> name, int depth)
    {
        switch (wire.Octet())
        {
            case (byte)'t':
                json.Bool(name, wire.Octet() != 0);
                break;
            case (byte)'b':
                json.Number(name, (sbyte)wire.Octet());
                break;
            case (byte)'B':
                json.Number(name, (ulong)wire.Octet());
                break;
            // RabbitMQ and its clients agree on these letters, not on those of the specification.
            case (byte)'s' or (byte)'U':
                json.Number(name, (short)wire.Short());
                break;
            case (byte)'u':
                json.Number(name, (ulong)wire.Short());
                break;
            case (byte)'I':
                json.Number(name, (int)wire.Long());
                break;
            case (byte)'i':
                json.Number(name, (ulong)wire.Long());
                break;
            case (byte)'l' or (byte)'L':
                json.Number(name, (long)wire.LongLong());
                break;
            case (byte)'T':
                json.Number(name, wire.LongLong());
                break;
            case (byte)'f':
                json.Number(name, (double)BitConverter.UInt32BitsToSingle(wire.Long()));
                break;
            case (byte)'d':
                json.Number(name, BitConverter.UInt64BitsToDouble(wire.LongLong()));
                break;
            case (byte)'D':
                json.Number(name, Math.Pow(10, -wire.Octet()) * (int)wire.Long());
                break;
            case (byte)'S' or (byte)'x':
                json.Text(name, wire.LongText(), !wire.IsShort);
                break;
            case (byte)'V':
                json.Null(name);
                break;
            case (byte)'F':
                return Table(ref wire, json, name, depth + 1);
            case (byte)'A':
                return Array(ref wire, json, name, depth + 1);
            default:
                return false;
        }

        return !wire.IsShort;
    }
}
