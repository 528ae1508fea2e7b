using System.Buffers.Binary;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>Hellos as JSON: version, name and protocols first, so that they are told where there is room for little.</summary>
internal sealed class HelloText(int most)
{
    // Of extensions that are not looked into.
    private const int MostHex = 64;

    private readonly JsonText _text = new(most);

    /// <summary>Of a client's; until the next call.</summary>
    public ReadOnlySpan<byte> Client(in Hello hello)
    {
        Begin(hello);
        _text.BeginArray("cipher_suites"u8);
        Span<byte> hex = stackalloc byte[NumberText.HexBytes];
        for (var list = hello.Ciphers; list.Length >= 2; list = list[2..])
            if (BinaryPrimitives.ReadUInt16BigEndian(list) is var cipher && !Grease.Is(cipher))
                _text.Text(NumberText.NameOr(Names.OfCipher(cipher), cipher, hex));
        _text.EndArray();
        return End(hello, isClient: true);
    }

    /// <summary>Of a server's; until the next call.</summary>
    public ReadOnlySpan<byte> Server(in Hello hello)
    {
        Begin(hello);
        var cipher = BinaryPrimitives.ReadUInt16BigEndian(hello.Ciphers);
        _text.Text("cipher_suite"u8, NumberText.NameOr(Names.OfCipher(cipher), cipher, stackalloc byte[NumberText.HexBytes]));
        return End(hello, isClient: false);
    }

    private void Begin(in Hello hello)
    {
        _text.Clear();
        _text.BeginObject();
        _text.Text("version"u8, NumberText.NameOr(Names.OfVersion(hello.Version), hello.Version, stackalloc byte[NumberText.HexBytes]));
    }

    private ReadOnlySpan<byte> End(in Hello hello, bool isClient)
    {
        _text.BeginObject("extensions"u8);
        // The ones that people ask for come first, whatever the order on the wire.
        for (var turn = 0; turn < 2; turn++)
        {
            var extensions = new Extensions(hello.Extensions);
            while (extensions.Next())
                if (!Grease.Is(extensions.Type) && IsFirst(extensions.Type) == (turn == 0))
                    Add(extensions.Type, extensions.Body, isClient);
        }

        _text.EndObject();
        _text.EndObject();
        return _text.Bytes;
    }

    private static bool IsFirst(ushort type) =>
        (ExtensionType)type is ExtensionType.ServerName or ExtensionType.Alpn or ExtensionType.SupportedVersions;

    private void Add(ushort type, ReadOnlySpan<byte> body, bool isClient)
    {
        var name = NumberText.NameOr(Names.OfExtension(type), type, stackalloc byte[NumberText.HexBytes]);
        switch ((ExtensionType)type)
        {
            case ExtensionType.ServerName when isClient:
                _text.Text(name, HelloFacts.ServerName(body));
                break;
            case ExtensionType.Alpn:
                Protocols(name, body);
                break;
            case ExtensionType.SupportedVersions when isClient:
                Numbers(name, new Fields(body).ShortVector(), Names.OfVersion);
                break;
            case ExtensionType.SupportedVersions when body.Length == 2:
                Numbers(name, body, Names.OfVersion);
                break;
            case ExtensionType.SupportedGroups:
                Numbers(name, new Fields(body).Vector(), Names.OfGroup);
                break;
            case ExtensionType.SignatureAlgorithms:
                Numbers(name, new Fields(body).Vector(), static _ => default);
                break;
            default:
                Hex(name, body);
                break;
        }
    }

    private void Protocols(ReadOnlySpan<byte> name, ReadOnlySpan<byte> body)
    {
        _text.BeginArray(name);
        var offers = new Fields(new Fields(body).Vector());
        while (!offers.IsEmpty)
            if (offers.ShortVector() is { IsEmpty: false } offer && !IsGrease(offer))
                _text.Text(offer);
        _text.EndArray();
    }

    private static bool IsGrease(ReadOnlySpan<byte> offer) => offer.Length == 2 && Grease.Is(BinaryPrimitives.ReadUInt16BigEndian(offer));

    private void Numbers(ReadOnlySpan<byte> name, ReadOnlySpan<byte> list, Naming naming)
    {
        Span<byte> hex = stackalloc byte[NumberText.HexBytes];
        _text.BeginArray(name);
        for (; list.Length >= 2; list = list[2..])
            if (BinaryPrimitives.ReadUInt16BigEndian(list) is var number && !Grease.Is(number))
                _text.Text(NumberText.NameOr(naming(number), number, hex));
        _text.EndArray();
    }

    private void Hex(ReadOnlySpan<byte> name, ReadOnlySpan<byte> body)
    {
        if (body.Length > MostHex)
        {
            _text.BeginObject(name);
            _text.Number("length"u8, (long)body.Length);
            _text.EndObject();
            return;
        }

        Span<byte> digits = stackalloc byte[2 * MostHex];
        for (var i = 0; i < body.Length; i++)
            (digits[2 * i], digits[2 * i + 1]) = ("0123456789abcdef"u8[body[i] >> 4], "0123456789abcdef"u8[body[i] & 15]);
        _text.Text(name, digits[..(2 * body.Length)]);
    }

    private delegate ReadOnlySpan<byte> Naming(ushort number);
}
