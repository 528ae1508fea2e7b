using System.Runtime.InteropServices;

namespace Pipeline.Sinks.Kafka.Native;

/// <summary>Texts that the library hands out.</summary>
internal static unsafe class NativeText
{
    /// <summary>Room for any reason the library writes.</summary>
    internal const int ReasonSize = 512;

    internal static string Of(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
