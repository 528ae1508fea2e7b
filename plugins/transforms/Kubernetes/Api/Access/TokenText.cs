namespace Pipeline.Transforms.Kubernetes.Api.Access;

/// <summary>A token as it goes into a header.</summary>
internal static class TokenText
{
    /// <summary>The token without the white space around it. It is not shown in the error: it is a secret, or the beginning of another.</summary>
    /// <exception cref="UnavailableException">No header can have it.</exception>
    public static string Checked(string text, string where)
    {
        var token = text.Trim();
        return token.Length > 0 && token.All(c => c is > ' ' and < '\x7f')
            ? token
            : throw new UnavailableException($"{where} cannot be used: {(token.Length == 0 ? "it is empty" : "there is more in it than a token, which is printable ASCII without spaces")}");
    }

    /// <summary>The token in a file.</summary>
    /// <exception cref="UnavailableException">There is none in it.</exception>
    public static string InFile(string path) => Checked(Pem.File(path, "the token file"), $"the token file ({path})");
}
