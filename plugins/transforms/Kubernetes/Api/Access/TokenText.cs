namespace Pipeline.Transforms.Kubernetes.Api.Access;

/// <summary>A token as it goes into a header.</summary>
internal static class TokenText
{
    /// <summary>The token without the white space around it. It is not shown in the error: it is a secret, or the beginning of another.</summary>
    /// <exception cref="FormatException">No header can have it.</exception>
    public static string Checked(string text)
    {
        var token = text.Trim();
        return token.Length > 0 && token.All(c => c is > ' ' and < '\x7f')
            ? token
            : throw new FormatException(token.Length == 0 ? "it is empty" : "there is more in it than a token, which is printable ASCII without spaces");
    }
}
