namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>Values that mean nothing and are sent so that servers learn to ignore what they do not know (RFC 8701).</summary>
internal static class Grease
{
    public static bool Is(ushort value) => (value & 0x0F0F) == 0x0A0A && value >> 8 == (value & 0xFF);
}
