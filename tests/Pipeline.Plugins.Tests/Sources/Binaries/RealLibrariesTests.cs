using Pipeline.Sources.Sockets.Binaries;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Binaries;

public class RealLibrariesTests
{
    [Fact]
    public void OpenSSL_has_its_four_functions_with_beginning_and_end() =>
        AssertHas(Libraries.OpenSsl, TlsLibrary.OpenSsl, "ssl_read", "ssl_read_ex", "ssl_write", "ssl_write_ex");

    [Fact]
    public void GnuTLS_has_one_function_to_send_where_the_other_only_goes_on_there() =>
        AssertHas(Libraries.GnuTls, TlsLibrary.GnuTls, "gnutls_recv", "gnutls_send2");

    [Fact]
    public void What_dotnet_has_before_OpenSSL_is_known() =>
        AssertHas(Libraries.DotNet, TlsLibrary.DotNet, "dotnet_read", "dotnet_write");

    [Fact]
    public void A_file_without_such_functions_or_that_is_no_program_is_passed_over()
    {
        Assert.Null(Libraries.Inspect("/usr/bin/true"));
        Assert.Null(Libraries.Inspect("/etc/passwd"));
        Assert.Null(Libraries.Inspect("/dev/null"));
    }

    private static void AssertHas(string path, TlsLibrary library, params string[] functions)
    {
        var binary = Libraries.Inspect(path);
        Assert.NotNull(binary);
        Assert.Null(binary.Problem);
        Assert.Equal(library, binary.Library);
        var programs = binary.Sites.Select(s => s.Program).ToHashSet(StringComparer.Ordinal);
        Assert.All(functions, f => Assert.Contains($"{f}_entry", programs));
        Assert.All(functions, f => Assert.Contains($"{f}_return", programs));
        Assert.DoesNotContain("gnutls_send_entry", programs);
    }
}
