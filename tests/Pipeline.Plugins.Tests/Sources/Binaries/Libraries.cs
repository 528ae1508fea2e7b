using System.Runtime.InteropServices;
using Pipeline.Sources.Sockets.Binaries;

namespace Pipeline.Plugins.Tests.Sources.Binaries;

/// <summary>The machine's own libraries.</summary>
internal static class Libraries
{
    private static readonly string Folder = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "/usr/lib/aarch64-linux-gnu" : "/usr/lib/x86_64-linux-gnu";

    internal static string OpenSsl => $"{Folder}/libssl.so.3";

    internal static string GnuTls => $"{Folder}/libgnutls.so.30";

    internal static string DotNet => Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "libSystem.Security.Cryptography.Native.OpenSsl.so");

    internal static TlsBinary? Inspect(string path)
    {
        using var file = File.OpenHandle(path);
        return TlsBinaries.Inspect(file);
    }
}
