namespace Pipeline.Transforms.Containers.Runtimes;

/// <summary>The parts of an image's name: <c>registry:5000/shop/web:1.2@sha256:...</c>.</summary>
internal static class ImageName
{
    /// <summary>The name without tag and digest, and the tag; a name that is a digest stays whole.</summary>
    public static (string Name, string Tag) Split(string image)
    {
        if (image.IndexOf('@', StringComparison.Ordinal) is > 0 and var digest)
            image = image[..digest];
        var tag = image.LastIndexOf(':');
        // A colon before the last slash is that of a port. An image that has no name is named by its digest.
        return tag <= image.LastIndexOf('/') || tag <= 0 || image.StartsWith("sha256:", StringComparison.Ordinal)
            ? (image, "")
            : (image[..tag], image[(tag + 1)..]);
    }
}
