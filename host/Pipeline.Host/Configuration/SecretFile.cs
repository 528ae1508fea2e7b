using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Host.Configuration;

/// <summary>A string value kept out of the configuration: <c>{ file = "/run/secrets/key" }</c>. Its content is never echoed.</summary>
internal static class SecretFile
{
    private const int LongestSecret = 1 << 20;

    /// <summary>The file's content without the line end that editors add; null after a mistake, which was reported.</summary>
    public static string? Read(TomlTable secret, string path, Substitution substitution, List<Diagnostic> errors)
    {
        if (secret.Entries is not [{ Value: TomlString file }])
        {
            errors.Add(new Diagnostic(secret.Span, path, "not a secret (expected { file = \"PATH\" } and nothing else)"));
            return null;
        }

        if (substitution.Expand(file, $"{path}.file", errors) is not { } name)
            return null;
        try
        {
            var content = File.ReadAllText(name);
            if (content.Length <= LongestSecret)
                return content.TrimEnd('\n').TrimEnd('\r');
            errors.Add(new Diagnostic(file.Span, $"{path}.file", $"the file is too large for a secret (expected at most {LongestSecret} characters)"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(new Diagnostic(file.Span, $"{path}.file", $"the file cannot be read: {e.Message}"));
        }

        return null;
    }
}
