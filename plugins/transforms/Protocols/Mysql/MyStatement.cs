using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>A prepared statement: its text and what is known of its parameters. Used again once it is closed.</summary>
internal sealed class MyStatement
{
    public const int MostParameters = 64;

    private readonly byte[] _types = new byte[2 * MostParameters];

    /// <summary>The text as sent, as far as it was kept.</summary>
    public ByteList Text { get; } = new();

    public uint Number { get; set; }

    public bool IsWhole { get; set; }

    public int Parameters { get; set; }

    /// <summary>How many types are known: clients send them once.</summary>
    public int Types { get; private set; }

    public int Charged { get; set; }

    public int Memory => Text.Capacity + 2 * MostParameters + 120;

    /// <summary>A type, and whether it has no sign.</summary>
    public (MyType Type, bool IsUnsigned) TypeOf(int parameter) => ((MyType)_types[2 * parameter], (_types[2 * parameter + 1] & 0x80) != 0);

    public void SetType(int parameter, ushort type)
    {
        if (parameter >= MostParameters)
            return;
        (_types[2 * parameter], _types[2 * parameter + 1]) = ((byte)type, (byte)(type >> 8));
        Types = Math.Max(Types, parameter + 1);
    }

    public void ForgetTypes() => Types = 0;

    public void Clear()
    {
        Text.Clear();
        (IsWhole, Parameters, Types) = (false, 0, 0);
    }
}
