"""What visitors send in: uploads and their pictures, the jobs, the result pages, the JSON API."""
